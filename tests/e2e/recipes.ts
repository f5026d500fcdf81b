// The recipes of docs/embedding.md, as an author would copy them.
import { readFileSync } from "node:fs";

const DOCUMENT = readFileSync("docs/embedding.md", "utf8");
const SITE = "https://your.host/shardlab/";

/** The block behind `<!-- recipe: NAME -->`, with the site's true address. */
export function recipe(name: string, site: string): string {
  const found = new RegExp(`<!-- recipe: ${name.replace(".", "\\.")} -->\\n\`\`\`\\w+\\n([\\s\\S]*?)\\n\`\`\`\\n`, "u").exec(DOCUMENT)?.[1];
  if (found === undefined) throw new Error(`docs/embedding.md has no recipe ${name}`);
  if (!found.includes(SITE) && name.includes("html")) throw new Error(`the recipe ${name} names no site`);
  return placed(found, site);
}

/** A text of the document, or what a tool made of it, with the site's true address. */
export function placed(text: string, site: string): string {
  return text.replaceAll(SITE, site);
}

/** The names of all recipes. */
export const RECIPES: readonly string[] = [...DOCUMENT.matchAll(/<!-- recipe: (\S+) -->/gu)].map((match) => match[1] ?? "");

/** The views of the document's table, in its order. */
export const VIEWS_TOLD: readonly string[] = [...(/\| `view` \| shows \|\n([\s\S]*?)\n\n/u.exec(DOCUMENT)?.[1] ?? "").matchAll(/^\| `([a-z]+)` \|/gmu)].map((match) => match[1] ?? "");

/** A page around a recipe that is none. */
export function page(body: string): string {
  return `<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<link rel="icon" href="data:,">\n<title>Notes</title>\n</head>\n<body>\n${body}\n</body>\n</html>\n`;
}
