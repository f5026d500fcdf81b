// Skewed traffic, zones and clients that disagree, as the page shows them.
import { expect, test, type Page } from "@playwright/test";
import { headline, open, textField } from "./page.ts";

const ZONES = `title = "Three zones"
replicas = 2
spread = "zones"
nodes = [
  { name = "a1", zone = "a" }, { name = "a2", zone = "a" },
  { name = "b1", zone = "b" }, { name = "b2", zone = "b" },
  { name = "c1", zone = "c" }, { name = "c2", zone = "c" },
]

[[strategy]]
kind = "ring"
`;

async function write(page: Page, text: string): Promise<void> {
  await (await textField(page)).fill(text);
  await page.getByRole("tab", { name: "Form" }).click();
}

test("a popularity chosen in the form stands in the text, and requests beside keys", async ({ page }) => {
  await open(page);
  await expect(page.getByRole("heading", { name: "Keys per node" })).toBeVisible();
  await page.getByRole("combobox", { name: "Requests" }).selectOption("hot");
  await expect(page.getByRole("heading", { name: "Keys and requests per node" })).toBeVisible();
  await expect(page.getByTestId("aside")).toHaveText(/^Node [A-D] answers \d+\.\d % of the requests, \d\.\d\d times its fair share\.$/u);
  await page.getByText("Show the figures").click();
  await expect(page.getByRole("columnheader", { name: "requests" })).toBeVisible();
  await page.getByRole("spinbutton", { name: "Share of all requests for the hot keys, in percent" }).fill("90");
  await page.keyboard.press("Enter");
  await (await textField(page)).has(/popularity = \{ hot = 1, share = 0\.9 \}/u);
});

test("a whole zone fails as one step, and what that costs is said", async ({ page }) => {
  await open(page);
  await write(page, ZONES);
  await expect(page.getByTestId("aside")).toHaveText(/^Copies stand together on \d+ sets of 2 nodes: /u);
  await page.getByRole("button", { name: "Add a step" }).click();
  await page.getByRole("combobox", { name: "What happens" }).selectOption("fail");
  await page.getByRole("combobox", { name: "Which node" }).selectOption("all of zone a");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByRole("button", { name: "Remove step fail zone a" })).toBeVisible();
  await expect(page.getByTestId("aside")).toHaveText(/^No key lost its last copy; \d+ have one copy left\.$/u);
  await page.getByRole("combobox", { name: "Copies" }).selectOption("on the next nodes");
  await expect(page.getByTestId("aside")).toHaveText(/^\d+ keys lost every copy; /u);
});

test("two clients that list the nodes otherwise disagree, and the page says on how many keys", async ({ page }) => {
  await open(page);
  const client = (name: string, nodes: string): string => `[[strategy]]\nkind = "modulo"\nname = "${name}"\n${nodes}`;
  await write(page, `nodes = ["A", "B", "C"]\n${client("one", "")}${client("two", 'nodes = ["C", "B", "A"]\n')}`);
  await page.getByRole("radio", { name: /^two/u }).click();
  await expect(headline(page)).toHaveText("two and one disagree on 696 of 1,000 keys.");
  await expect(page.getByTestId("aside")).toContainText("has the most keys");
});
