// The words of the element, which are read on other people's pages.

export const words = {
  figure: "Interactive figure (Shardlab)",
  what: "An interactive figure: how keys are spread over servers, and what moves when the servers change.",
  start: "Start",
  startOf: (label: string): string => `Start: ${label}`,
  wrong: (why: string): string => `This figure cannot be shown: ${why}.`,
  nothing: "it names no scenario (give it preset=\"add-a-node\", scenario=\"#v1.…\", or a <script type=\"text/toml\"> within)",
  many: (names: string): string => `it names ${names}, must name one scenario (take the others out)`,
  noView: (view: string, views: string): string => `its view is "${view}", must be one of ${views}`,
  noStep: (step: string): string => `its step is "${step}", must be a whole number from 0, the start`,
  noMoment: (at: string): string => `its at is "${at}", must be a time in seconds like 12.5`,
  noTheme: (theme: string): string => `its theme is "${theme}", must be light, dark or system`,
  noHeight: (height: string): string => `its height is "${height}", must be a number of pixels from 100 to 4000 (leave it out, and the figure takes what it needs)`,
  noSite: (site: string): string => `its site is "${site}", must be an address such as https://your.host/shardlab/`,
  noScenario: (scenario: string): string => `its scenario is "${scenario}", must be what stands behind # in a link that Share makes`,
  tooLong: (bytes: string): string => `its text has ${bytes} bytes, at most 48,000 fit in a figure (use count and pattern instead of a long list)`,
} as const;
