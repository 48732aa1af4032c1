"""Thumbnails of workbooks: drawn from what their authors upload, in three sizes of 16:9.

The column that names the files is the catalog's; this slice makes the files, tells of them, and takes them away when
the workbook has another thumbnail, is hidden or deleted. An address is made of 128 random bits and leads nowhere then.
"""
