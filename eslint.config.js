// Lint of the page, its tests and its tools: what the types cannot say.
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

const byMarkup = "text from a link, a file or a host must not become markup: use text nodes or Lit";
const byText = "text must not become code";

export default defineConfig(
  globalIgnores(["dist/", "target/", "www/gen/", "fuzz/", "benches/native/", "benches/bare/", "test-results/", "playwright-report/", "eslint.config.js"]),
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "no-eval": "error",
      "no-new-func": "error",
      "no-script-url": "error",
      "@typescript-eslint/no-implied-eval": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-floating-promises": "error",
      // A number in a template is what a page for figures is made of.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "no-restricted-syntax": [
        "error",
        { selector: "TSEnumDeclaration", message: "an enum is code that types leave behind: use a union of strings" },
        { selector: "MemberExpression[property.name=/^(innerHTML|outerHTML|srcdoc)$/]", message: byMarkup },
        { selector: "MemberExpression[property.value=/^(innerHTML|outerHTML|srcdoc)$/]", message: byMarkup },
        { selector: "MemberExpression[property.name=/^(insertAdjacentHTML|setHTMLUnsafe|createContextualFragment|parseHTMLUnsafe)$/]", message: byMarkup },
        { selector: "CallExpression[callee.object.name='document'][callee.property.name=/^(write|writeln)$/]", message: byMarkup },
        { selector: "Identifier[name=/^(unsafeHTML|unsafeSVG|unsafeStatic|unsafeCSS)$/]", message: byMarkup },
        { selector: "NewExpression[callee.name='Function']", message: byText },
        { selector: "CallExpression[callee.name='Function']", message: byText },
      ],
    },
  },
);
