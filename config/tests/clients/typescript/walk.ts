// The README's tour, walked with a client whose types are generated from the OpenAPI document (schema.d.ts).
// It writes one line for each step that went as expected, and ends with an error at the first that did not.
import createClient, { type Client } from "openapi-fetch";
import type { components, paths } from "./schema.js";

type Signed = components["schemas"]["SignedIn"];
type Problem = components["schemas"]["Problem"];
type Api = Client<paths>;

const run = `${Date.now()}`;
const password = `a lantern on the quay ${run}`;
const [ana, ben] = [`ana-${run}`, `ben-${run}`];

function expect<T>(sentence: string, wanted: T, found: T): void {
  if (wanted !== found) throw new Error(`${sentence}: expected ${String(wanted)}, got ${String(found)}`);
  console.log(`ok: ${sentence} (${String(wanted)})`);
}

function given<T>(sentence: string, value: T | undefined): T {
  if (value === undefined) throw new Error(`${sentence}: there is no such answer`);
  return value;
}

const base = given("walk.js BASE", process.argv[2]);

function as(access?: string): Api {
  return createClient<paths>({ baseUrl: base, headers: access === undefined ? {} : { Authorization: `Bearer ${access}` } });
}

const pause = (seconds: number): Promise<void> => new Promise((done) => setTimeout(done, seconds * 1000));
const nobody = as();

async function register(username: string): Promise<Signed> {
  const body = { username, email: `${username}@example.com`, password };
  const { data, response } = await nobody.POST("/api/v1/auth/register", { body });
  expect("registering answers", 201, response.status);
  return given("registering", data);
}

async function signIn(username: string): Promise<Signed> {
  const { data, response } = await nobody.POST("/api/v1/auth/login", { body: { username, password } });
  expect("signing in answers", 200, response.status);
  const told = given("signing in", data);
  if (!("access" in told)) throw new Error("a second step is asked for that nobody turned on");
  return told;
}

// Ana registers, signs in and publishes a workbook.
await register(ana);
const anaApi = as((await signIn(ana)).access);
const made = await anaApi.POST("/api/v1/workbooks", {
  body: {
    title: `Harbour traffic ${run}`,
    tags: [`Tour ${run}`, "Dashboard"],
    embed_url: "https://public.tableau.com/views/Harbour/Main",
    description: "Ships by **hour**.",
  },
});
expect("making a draft answers", 201, made.response.status);
const draft = given("making a draft", made.data);
expect("its state is", "draft", draft.status);
const path = { workbook_id: draft.id };
expect("to others the draft is", 404, (await nobody.GET("/api/v1/workbooks/{workbook_id}", { params: { path } })).response.status);
const published = await anaApi.POST("/api/v1/workbooks/{workbook_id}/publish", { params: { path } });
expect("publishing answers", 200, published.response.status);
expect("its state is now", "published", given("publishing", published.data).status);

// Ben finds it by its tag, favourites it and comments on it.
const benFirst = await register(ben);
const benApi = as(benFirst.access);
const found = await benApi.GET("/api/v1/workbooks", { params: { query: { tags: `tour-${run}` } } });
expect("looking for the tag answers", 200, found.response.status);
const first = given("the first result", given("looking for the tag", found.data).results[0]);
expect("the first result is", draft.id, first.id);
expect("its author is", ana, given("its author", first.author ?? undefined).username);
const favourite = await benApi.POST("/api/v1/workbooks/{workbook_id}/favorite", { params: { path } });
expect("favouriting answers", 200, favourite.response.status);
const again = await benApi.POST("/api/v1/workbooks/{workbook_id}/favorite", { params: { path } });
expect("favouriting again still counts", 1, given("favouriting again", again.data).favorite_count);
const said = await benApi.POST("/api/v1/workbooks/{workbook_id}/comments", {
  params: { path },
  body: { body: `Clear at first sight, @${ana}.` },
});
expect("commenting answers", 201, said.response.status);
const followed = await benApi.POST("/api/v1/users/{username}/follow", { params: { path: { username: ana } } });
expect("following Ana answers", 200, followed.response.status);

// Ana sees the counts.
const shown = given("the workbook", (await anaApi.GET("/api/v1/workbooks/{workbook_id}", { params: { path } })).data);
expect("favourites", 1, shown.favorite_count);
expect("comments", 1, shown.comment_count);
const comments = given("the comments", (await anaApi.GET("/api/v1/workbooks/{workbook_id}/comments", { params: { path } })).data);
expect("the comment is by", ben, given("its author", given("the comment", comments.results[0]).author ?? undefined).username);
const profile = given("the profile", (await anaApi.GET("/api/v1/auth/profile")).data);
expect("followers", 1, profile.followers_count);
expect("workbooks", 1, profile.workbooks_count);
const stolen = await benApi.PATCH("/api/v1/workbooks/{workbook_id}", { params: { path }, body: { title: "Mine now" } });
const refusal: Problem = given("the refusal", stolen.error);
expect("Ben changing it is refused with", "not_your_workbook", refusal.code);

// Ben refreshes; somebody uses his old refresh token.
const renewed = await nobody.POST("/api/v1/auth/refresh", { body: { refresh: benFirst.refresh } });
expect("refreshing answers", 200, renewed.response.status);
const second = given("refreshing", renewed.data);
await pause(3);
const late = await nobody.POST("/api/v1/auth/refresh", { body: { refresh: benFirst.refresh } });
expect("the old token again answers", 401, late.response.status);
expect("and says", "invalid_refresh_token", given("the refusal", late.error).code);
const dead = await nobody.POST("/api/v1/auth/refresh", { body: { refresh: second.refresh } });
expect("with it the newest token has died", 401, dead.response.status);
await pause(1);
const gone = await as(second.access).GET("/api/v1/auth/profile");
expect("and so has the access token", "invalid_access_token", given("the refusal", gone.error).code);

// Ben signs in again, and out.
const last = await signIn(ben);
const out = await as(last.access).POST("/api/v1/auth/logout", { body: { refresh: last.refresh } });
expect("signing out answers", 204, out.response.status);
await pause(1);
expect("the access token is refused", 401, (await as(last.access).GET("/api/v1/auth/profile")).response.status);
const ended = await nobody.POST("/api/v1/auth/refresh", { body: { refresh: last.refresh } });
expect("the refresh token is refused", 401, ended.response.status);
console.log("The tour is over: everything was as expected.");
