import assert from "assert";
import { shutdownNotice } from "lib/generators/shutdown_notice.ts";
import { apiError, type ChatServer, type Reply, startChatServer } from "./_chat_server.ts";

/** 28 November 2026, a minute before midnight. */
const NOW = Date.UTC(2026, 10, 28, 23, 59);

async function look(model: () => Reply, test: (server: ChatServer) => Promise<void>) {
  const server = await startChatServer(() => apiError(500, { message: "No chat" }), { model });
  try {
    await test(server);
  } finally {
    await server.close();
  }
}

const noticeFrom = ({ baseUrl }: ChatServer) =>
  shutdownNotice({ baseUrl, apiKey: () => undefined, model: "ft:m:org::1", now: () => NOW });

Deno.test("shutdownNotice() tells date and days left within 90 days", async () => {
  const dates: [unknown, RegExp | undefined][] = [
    ["2026-11-28", /^ft:m:org::1 is shut down on 2026-11-28: 0 days are left$/],
    ["2026-11-29", / on 2026-11-29: 1 day is left$/],
    ["2027-01-14", / on 2027-01-14: 47 days are left$/], // 2 in November, 31 and 14
    ["2027-02-26", / on 2027-02-26: 90 days are left$/],
    ["2027-02-27", undefined],
    ["2026-10-23", / on 2026-10-23: that date is past$/],
    [null, undefined],
    [undefined, undefined],
    ["soon", undefined],
    [20_270_114, undefined],
  ];
  for (const [shutdown_date, expected] of dates) {
    await look(() => ({ body: { id: "m", object: "model", shutdown_date } }), async (server) => {
      const notice = await noticeFrom(server);
      if (expected) assert.match(notice!, expected);
      else assert.equal(notice, undefined, `${shutdown_date}`);
      assert.equal(server.looks.length, 1);
      assert.equal(server.looks[0]!.path, "/v1/models/ft%3Am%3Aorg%3A%3A1");
      assert.equal(server.requests.length, 0);
    });
  }
});

Deno.test("shutdownNotice() reads JSON that comes as plain text", () =>
  look(
    () => ({ body: { shutdown_date: "2026-12-11" }, headers: { "content-type": "text/plain" } }),
    async (server) => assert.match((await noticeFrom(server))!, /: 13 days are left/),
  ));

Deno.test("shutdownNotice() is silent where a server fails, and looks once", async () => {
  const replies: Reply[] = [
    apiError(404, { message: "No such model" }),
    apiError(401, { message: "No key" }),
    apiError(500, { message: "Oops" }),
    apiError(429, { message: "Slow down" }, { "retry-after": "1" }),
    { body: "<html>" },
    { body: "[1]" },
    { drop: true },
  ];
  for (const reply of replies) {
    await look(() => reply, async (server) => {
      assert.equal(await noticeFrom(server), undefined);
      assert.equal(server.looks.length, 1);
    });
  }
});

Deno.test("shutdownNotice() is silent where nobody listens", async () => {
  const server = await startChatServer(() => apiError(500, { message: "No chat" }));
  await server.close();
  assert.equal(await noticeFrom(server), undefined);
});

Deno.test("shutdownNotice() gives up a server that hangs", async () => {
  const controller = new AbortController();
  const hang = () => {
    setTimeout(() => controller.abort(new DOMException("late", "TimeoutError")), 0);
    return { hang: true } as const;
  };
  await look(hang, async ({ baseUrl }) => {
    const waits: number[] = [];
    const startTimeout = (ms: number) => {
      waits.push(ms);
      return controller.signal;
    };
    const options = { baseUrl, apiKey: () => undefined, model: "m", now: () => NOW, startTimeout };
    assert.equal(await shutdownNotice(options), undefined);
    assert.deepEqual(waits, [5000]);
  });
});
