// The three servers of the tests: the page, the page under a path, and a host with another origin.

const port = Number(process.env["SHARDLAB_E2E_PORT"] ?? "4173");

export const servers = {
  page: { port, folder: "dist", path: "/", url: `http://127.0.0.1:${port}/` },
  subPath: { port: port + 1, folder: "dist", path: "/sub/path/", url: `http://127.0.0.1:${port + 1}/sub/path/` },
  host: { port: port + 2, folder: "tests/e2e/host", path: "/", url: `http://127.0.0.1:${port + 2}/` },
} as const;
