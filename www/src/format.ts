// Numbers, sizes and times as people read them; one place, so that they read alike everywhere. Without Intl, whose first use takes
// a browser some 40 ms, and with the core's way of rounding: by the binary value.

const KB = 1000;

/** 1000 as "1,000"; at most three decimals. */
export function count(value: number): string {
  return grouped(String(Number(value.toFixed(3))));
}

/** A share from 0 to 1 as "24.6 %". */
export function percent(share: number): string {
  return `${fixed(share * 100, 1)} %`;
}

/** A ratio as "1.12". */
export function ratio(value: number): string {
  return fixed(value, 2);
}

/** Bytes as "812 B", "1.2 KB" or "3.4 MB". */
export function bytes(value: number): string {
  if (value < KB) return `${count(value)} B`;
  if (value < KB * KB) return `${upToThree(value / KB)} KB`;
  return `${upToThree(value / KB / KB)} MB`;
}

/** Nanoseconds as "812 ns", "1.2 µs", "3.4 ms" or "5.6 s". */
export function duration(ns: number): string {
  if (ns < 999.5) return `${upToThree(ns)} ns`;
  if (ns < 999.5e3) return `${upToThree(ns / 1e3)} µs`;
  if (ns < 999.5e6) return `${upToThree(ns / 1e6)} ms`;
  return `${upToThree(ns / 1e9)} s`;
}

/** A number of keys where space is short: "746", "12.3 k", "750 M". */
export function short(value: number): string {
  if (value < 10_000) return count(value);
  if (value < 1_000_000) return `${upToThree(value / 1000)} k`;
  return `${upToThree(value / 1_000_000)} M`;
}

/** A time that is estimated, as "80 ms", "1.3 s", "12 s", "4 min" or "1.5 h". */
export function span(ms: number): string {
  if (ms < 995) return `${count(Math.max(10, Math.round(ms / 10) * 10))} ms`;
  if (ms < 9_950) return `${fixed(ms / 1000, 1)} s`;
  if (ms < 99_500) return `${count(Math.round(ms / 1000))} s`;
  return ms < 5_970_000 ? `${count(Math.round(ms / 60_000))} min` : `${fixed(ms / 3_600_000, 1)} h`;
}

/** A moment, given in milliseconds since 1970, as "Nov 26, 2026, 1:05 PM". */
export function moment(ms: number): string {
  return new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" }).format(ms);
}

/** A number with so many decimals. */
function fixed(value: number, decimals: number): string {
  return grouped(value.toFixed(decimals));
}

/** A number by its first three digits, without zeros behind the point. */
function upToThree(value: number): string {
  return grouped(String(Number(value.toPrecision(3))));
}

/** Digits with a comma before every three of the whole part. */
function grouped(digits: string): string {
  const [whole = "", decimals] = digits.split(".");
  const commas = whole.replace(/\B(?=(?:\d{3})+$)/gu, ",");
  return decimals === undefined ? commas : `${commas}.${decimals}`;
}
