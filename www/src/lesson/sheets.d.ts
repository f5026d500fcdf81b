// Style sheets that a script brings along as texts, as esbuild hands them over.
declare module "*.sheet.css" {
  const text: string;
  export default text;
}
