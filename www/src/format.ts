// Numbers, sizes and times as people read them; one place, so that they read alike everywhere.

const whole = new Intl.NumberFormat("en");
const oneDigit = new Intl.NumberFormat("en", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const twoDigits = new Intl.NumberFormat("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const upToThree = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });

const dayAndTime = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });

const KB = 1000;

/** 1000 as "1,000". */
export function count(value: number): string {
  return whole.format(value);
}

/** A share from 0 to 1 as "24.6 %". */
export function percent(share: number): string {
  return `${oneDigit.format(share * 100)} %`;
}

/** A ratio as "1.12", rounded as the core rounds it: by its binary value, where Intl takes its shortest decimal. */
export function ratio(value: number): string {
  return twoDigits.format(Number(value.toFixed(2)));
}

/** Bytes as "812 B", "1.2 KB" or "3.4 MB". */
export function bytes(value: number): string {
  if (value < KB) return `${whole.format(value)} B`;
  if (value < KB * KB) return `${upToThree.format(value / KB)} KB`;
  return `${upToThree.format(value / KB / KB)} MB`;
}

/** Nanoseconds as "812 ns", "1.2 µs", "3.4 ms" or "5.6 s". */
export function duration(ns: number): string {
  if (ns < 999.5) return `${upToThree.format(ns)} ns`;
  if (ns < 999.5e3) return `${upToThree.format(ns / 1e3)} µs`;
  if (ns < 999.5e6) return `${upToThree.format(ns / 1e6)} ms`;
  return `${upToThree.format(ns / 1e9)} s`;
}

/** A number of keys where space is short: "746", "12.3 k", "750 M". */
export function short(value: number): string {
  if (value < 10_000) return whole.format(value);
  if (value < 1_000_000) return `${upToThree.format(value / 1000)} k`;
  return `${upToThree.format(value / 1_000_000)} M`;
}

/** A time that is estimated, as "80 ms", "1.3 s", "12 s", "4 min" or "1.5 h". */
export function span(ms: number): string {
  if (ms < 995) return `${whole.format(Math.max(10, Math.round(ms / 10) * 10))} ms`;
  if (ms < 9_950) return `${oneDigit.format(ms / 1000)} s`;
  if (ms < 99_500) return `${whole.format(Math.round(ms / 1000))} s`;
  return ms < 5_970_000 ? `${whole.format(Math.round(ms / 60_000))} min` : `${oneDigit.format(ms / 3_600_000)} h`;
}

/** A moment, given in milliseconds since 1970, as "Nov 26, 2026, 1:05 PM". */
export function moment(ms: number): string {
  return dayAndTime.format(ms);
}

/** Milliseconds as whole seconds, at least one. */
export function seconds(ms: number): string {
  return whole.format(Math.max(1, Math.round(ms / 1000)));
}
