// QR codes: a text as one SVG path of dark modules. For lazy scripts alone: the encoder is not part of the first load.
import { encode } from "uqr";

/** Light modules around the code, which readers want. */
const QUIET = 4;

export interface Qr {
  /** Modules along an edge, the quiet zone included: the edge of the view box. */
  readonly size: number;
  /** The dark modules, row by row, as a path in a view box of that size. */
  readonly path: string;
}

/** The code of a text, or undefined where it is too long for any. */
export function qr(text: string): Qr | undefined {
  try {
    const { size, data } = encode(text, { ecc: "M", border: QUIET });
    return { size, path: data.map(row).join("") };
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}

/** The runs of dark modules of a row. */
function row(modules: readonly boolean[], y: number): string {
  let path = "";
  for (let x = 0; x < modules.length; x += 1) {
    if (modules[x] !== true) continue;
    const from = x;
    while (modules[x + 1] === true) x += 1;
    path += `M${String(from)} ${String(y)}h${String(x + 1 - from)}v1h-${String(x + 1 - from)}z`;
  }
  return path;
}
