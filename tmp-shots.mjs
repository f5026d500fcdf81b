import { chromium } from "@playwright/test";
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const url = "http://127.0.0.1:8471/";
for (const [name, w, h, scheme, hash] of [
  ["a", 1280, 800, "light", "#preset=keys-in-transit&view=migration&at=6s"],
  ["b", 1280, 800, "dark", "#preset=lost-writes&view=migration&at=14s"],
  ["c", 390, 844, "light", "#preset=keys-in-transit&view=migration&at=6s"],
  ["d", 320, 640, "dark", "#preset=keys-in-transit&view=migration&at=6s"],
]) {
  if (process.argv[2] && !process.argv[2].includes(name)) continue;
  const p = await b.newPage({ viewport: { width: w, height: h }, colorScheme: scheme });
  p.on("console", (m) => { if (m.type() === "error") console.log(name, m.text()); });
  p.on("pageerror", (e) => console.log(name, e.message));
  await p.goto(url + hash);
  await p.getByTestId("migration-headline").waitFor({ timeout: 30000 }).catch((e) => console.log(name, "no headline", e.message.slice(0, 200)));
  await p.waitForTimeout(1500);
  const el = p.locator("sl-migration");
  await el.scrollIntoViewIfNeeded();
  await el.screenshot({ path: `/tmp/mig-svg/${name}.png` });
  console.log(name, await p.getByTestId("migration-headline").innerText(), await p.evaluate(() => document.documentElement.scrollWidth));
  await p.close();
}
await b.close();
