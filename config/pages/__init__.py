"""What every page is made of: who looks, what it may cost, what may be kept of it, where it may lead.

Pages are drawn by the server and work without script. Their viewer is `request.viewer`, put there by a middleware that
the settings name, so that nothing here knows accounts. What a page refuses it raises, as endpoints do; the middleware
turns it into a page that says why not.
"""
