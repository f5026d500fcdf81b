// The words of what keeps the page for use without a network.

export const strings = {
  newer: (version: string): string => `A newer version of Shardlab is there (${version}). Your work stays as it is.`,
  use: "Use it now",
  later: "Later",
  footer: {
    loading: "",
    keeping: "Being kept for use without a network",
    kept: "Works without a network",
    keptBut: "Works without a network, except running code",
    refused: "This browser keeps nothing for use without a network",
    failed: "Could not be kept whole for use without a network",
    unwanted: "Not kept for use without a network",
    retired: "What was kept for use without a network is gone",
    newer: (version: string): string => `Version ${version} is there`,
  },
  keep: "Keep it",
  again: "Try again",
  forget: "Forget it",
  forgetLong: "Forget it, so that nothing is kept for use without a network",
} as const;
