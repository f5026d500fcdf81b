// Numbers for people: as Intl writes them, which the page does not wait for.
import { expect, test } from "@playwright/test";
import { bytes, count, percent, ratio, short } from "../../www/src/format.ts";

test("numbers read as Intl writes them", { tag: "@once" }, () => {
  const whole = new Intl.NumberFormat("en");
  const digits = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });
  for (const exponent of Array.from({ length: 220 }, (_, index) => index / 10)) {
    const value = Math.exp(exponent);
    expect(count(Math.round(value))).toBe(whole.format(Math.round(value)));
    expect(count(value)).toBe(whole.format(value));
    if (value > 10_000 && value < 1e6) {
      expect(bytes(value)).toBe(`${digits.format(value / 1000)} KB`);
      expect(short(value)).toBe(`${digits.format(value / 1000)} k`);
    }
  }
  expect([count(0), count(999), count(1000), count(-1234567), count(2.5)]).toEqual(["0", "999", "1,000", "-1,234,567", "2.5"]);
  expect([percent(0.2455), percent(1), ratio(1234.567), ratio(2.635)]).toEqual(["24.6 %", "100.0 %", "1,234.57", "2.63"]);
});
