/// <reference lib="dom" />
import assert from "assert";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page, Viewport } from "puppeteer-core";
import { writeReport } from "lib/report/write_report.ts";
import { findBrowser, type FoundBrowser } from "./_browser.ts";
import { NOTEBOOKS, saveGraphs, saveLeaderboard } from "./_fixture.ts";

const FOUND = await findBrowser();
const IN = "launch" in FOUND ? `in ${FOUND.name}` : `in no browser: ${FOUND.missing}`;

const PHONE = { width: 360, height: 740 };
const DESKTOP = { width: 1280, height: 900 };

/** What went wrong on a page, and what it asked for. */
interface Trouble {
  readonly problems: string[];
  readonly requests: string[];
}

const FOLDER = await Deno.makeTempDir();
Deno.test.beforeAll(async () => {
  for (const [folder, withLeaderboard] of [["full", true], ["bare", false]] as const) {
    const graphs = join(FOLDER, folder);
    await saveGraphs(graphs);
    if (withLeaderboard) await saveLeaderboard(graphs);
    await writeReport(graphs, { notebooks: NOTEBOOKS });
  }
});
Deno.test.afterAll(() => Deno.remove(FOLDER, { recursive: true }));

/** How a test opens the fixture's page. */
interface Opening {
  readonly viewport?: Viewport;
  readonly dark?: boolean;
  /** The page with a leaderboard, or the one without. */
  readonly folder?: "full" | "bare";
}

/** Tests the page in a browser of its own, in which nothing may go wrong and nothing be loaded. */
function test(name: string, task: (page: Page) => Promise<void>, opening: Opening = {}): void {
  const { viewport = DESKTOP, dark = false, folder = "full" } = opening;
  const ignore = "missing" in FOUND;
  const { href } = pathToFileURL(join(FOLDER, folder, "index.html"));
  Deno.test(`${name} ${IN}`, { ignore }, async () => {
    const browser = await (FOUND as Extract<FoundBrowser, { name: string }>).launch();
    try {
      const page = await browser.newPage();
      const { problems, requests } = watch(page);
      await page.setViewport(viewport);
      await setDark(page, dark);
      await page.goto(href);
      await task(page);
      assert.deepEqual(problems, []);
      assert.deepEqual(requests, [href]);
    } finally {
      await browser.close();
    }
  });
}

function watch(page: Page): Trouble {
  const trouble: Trouble = { problems: [], requests: [] };
  page.on("console", (message) => trouble.problems.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => trouble.problems.push(String(error)));
  page.on("request", (request) => {
    if (!request.url().startsWith("data:")) trouble.requests.push(request.url());
  });
  return trouble;
}

async function setDark(page: Page, dark: boolean): Promise<void> {
  const value = dark ? "dark" : "light";
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value }]);
}

/** Scrolls to each graph and waits until it is drawn, on a background of this colour if one is given. */
async function seeAll(page: Page, colour?: string): Promise<void> {
  const isDrawn = (figure: Element, colour?: string) => {
    const svg = figure.querySelector(".drawing svg:has(.mark-group)");
    return svg !== null && (!colour || getComputedStyle(svg).backgroundColor === colour);
  };
  for (const figure of await page.$$("figure")) {
    await figure.scrollIntoView();
    await page.waitForFunction(isDrawn, {}, figure, colour);
  }
}

function backgroundsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const drawn = [document.body, ...document.querySelectorAll(".drawing svg")];
    return drawn.map((it) => getComputedStyle(it).backgroundColor);
  });
}

/** The models as shown, from above. */
function modelsOf(page: Page): Promise<string[]> {
  return page.$$eval(
    "tbody tr:not([hidden]) th",
    (heads) => heads.map((head) => (head as HTMLElement).dataset.value!),
  );
}

function sortsOf(page: Page): Promise<(string | null)[]> {
  return page.$$eval("thead th", (heads) => heads.map((head) => head.getAttribute("aria-sort")));
}

test("the page draws every graph with its alternative text", async (page) => {
  await seeAll(page);
  const labels = await page.$$eval(
    ".drawing:has(svg)",
    (drawings) => drawings.map((it) => [it.getAttribute("role"), it.getAttribute("aria-label")]),
  );
  const source = "40 made-up videos · profile sample";
  assert.deepEqual(labels, [
    ["img", `Leak </script><b>. ${source}`],
    ["img", `Scores. ${source}`],
    ["img", `Against. ${source}`],
  ]);
  assert.equal((await page.$$("svg")).length, 3);
  assert.equal((await page.$$("figure:last-of-type .mark-symbol path")).length, 80); // both targets
});

test("the page leaves a graph far below undrawn until it comes near", async (page) => {
  await page.$("figure").then((first) => first!.scrollIntoView());
  await page.waitForSelector("figure svg");
  const drawn = () => page.$$eval(".drawing svg", (all) => all.length);
  assert.equal(await drawn() < 3, true);
  await seeAll(page);
  assert.equal(await drawn(), 3);
}, { viewport: PHONE });

test("the page shows a mark's numbers where it is pointed at", async (page) => {
  await seeAll(page);
  const bar = await page.waitForSelector("figure .mark-rect path");
  await bar!.hover();
  const tooltip = await page.waitForSelector("#vg-tooltip-element.visible");
  assert.match(await tooltip!.evaluate((it) => (it as HTMLElement).innerText), /0\.01/);
});

test("the page sorts numbers by value, missing ones last, at a click and at Enter", async (page) => {
  assert.deepEqual(await modelsOf(page), ["Close", "Off", "A <b>mean"]);
  const button = (name: string) => page.locator(`::-p-aria([name="${name}"][role="button"])`);
  await button("Fit, s").click();
  assert.deepEqual(await modelsOf(page), ["Off", "Close", "A <b>mean"]); // 9 before 100, then none
  assert.deepEqual((await sortsOf(page)).filter((it) => it !== null), ["ascending"]);
  await page.keyboard.press("Enter");
  assert.deepEqual(await modelsOf(page), ["Close", "Off", "A <b>mean"]);
  assert.deepEqual((await sortsOf(page)).filter((it) => it !== null), ["descending"]);
  await button("Model").click();
  assert.deepEqual(await modelsOf(page), ["A <b>mean", "Close", "Off"]);
  assert.equal((await sortsOf(page))[0], "ascending");
});

test("the page shows the target that is picked, sorted as before", async (page) => {
  const first = () => page.$eval("tbody tr:not([hidden]) td", (it) => it.textContent!.slice(0, 6));
  assert.equal(await first(), "0.0003"); // (0.01² + 0.02²) / 2, rounded
  await page.click("input[value=engagement] + span");
  assert.equal(await first(), "0.0004"); // 0.02²
  assert.deepEqual(await modelsOf(page), ["Close", "Off", "A <b>mean"]);
});

test("the page lets Tab reach every control in the order of the page", async (page) => {
  await seeAll(page);
  const expected = await page.evaluate(() => {
    const all = document.querySelectorAll("a[href], button, input:checked, [tabindex='0']");
    return [...all].filter((it) => it.checkVisibility()).map((it) => it.outerHTML.slice(0, 200));
  });
  await page.evaluate(() => scrollTo(0, 0));
  const reached: string[] = [];
  for (const _ of expected) {
    await page.keyboard.press("Tab");
    reached.push(await page.evaluate(() => document.activeElement!.outerHTML.slice(0, 200)));
  }
  assert.deepEqual(reached, expected);
  assert.match(reached[0]!, /Skip to the content/);
  assert.equal(reached.filter((it) => it.startsWith("<div")).length > 0, true); // scrolled boxes
}, { viewport: PHONE });

test("the page shows where the focus is and skips to its content", async (page) => {
  await page.keyboard.press("Tab");
  const outline = () => page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle);
  assert.equal(await outline(), "solid");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement!.id), "content");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement!.closest("nav")?.id), "contents");
});

for (const dark of [false, true]) {
  test(`the page fits a phone, ${dark ? "dark" : "light"},`, async (page) => {
    await seeAll(page);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), PHONE.width);
    const wide = await page.$$eval(".scroll", (all) => all.map((it) => it.scrollWidth));
    assert.equal(wide.some((width) => width > PHONE.width), true); // they scroll on their own
  }, { viewport: PHONE, dark });
}

test("the page follows the system's colours until its button is pressed", async (page) => {
  const [light, dark] = ["rgb(255, 255, 255)", "rgb(20, 24, 31)"];
  const allBecome = async (colour: string) => {
    await seeAll(page, colour);
    assert.deepEqual(await backgroundsOf(page), Array(4).fill(colour)); // the page and its graphs
  };
  await allBecome(light);
  await setDark(page, true);
  await allBecome(dark);
  await page.click("#scheme");
  await allBecome(light);
  assert.equal(await page.$eval("#scheme", (it) => it.getAttribute("aria-pressed")), "false");
  await setDark(page, false);
  await setDark(page, true);
  await allBecome(light);
});

test("the page draws all it prints, in the light colours", async (page) => {
  await page.evaluate(() => {
    dispatchEvent(new Event("beforeprint"));
    return new Promise((resolve) => requestAnimationFrame(resolve));
  });
  assert.deepEqual((await backgroundsOf(page)).slice(1), Array(3).fill("rgb(255, 255, 255)"));
}, { viewport: PHONE, dark: true });

test("the page says how to make a leaderboard that is missing", async (page) => {
  const text = await page.$eval("#leaderboard", (it) => (it as HTMLElement).innerText);
  assert.match(text, /deno task graphs Leaderboard/);
  assert.equal((await page.$$("table")).length, 0);
}, { folder: "bare" });
