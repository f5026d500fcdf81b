// The dialog for the reader's own keys and nodes: a script of its own, loaded when it is first wanted.
import { SlOwn } from "../elements/sl-own.ts";
import type { Own, OwnHost } from "../own/contract.ts";
import * as kept from "../own/kept.ts";

function create(host: OwnHost): Own {
  const dialog = new SlOwn();
  dialog.host = host;
  document.body.append(dialog);
  return {
    open(what) {
      dialog.open(what);
    },
    async seek(needs) {
      const found = await kept.find(needs.sha256);
      if (found === undefined) return false;
      // What lay in the browser is read again, so that its digest is that of the keys.
      const asked = { file: found.keys, name: "", choice: { format: "lines" }, wanted: undefined } as const;
      const { report, keys } = await host.read(asked, () => undefined, new AbortController().signal);
      return keys !== undefined && report.sha256 === needs.sha256 && host.use(needs, keys) === undefined;
    },
  };
}

window.shardlabOwn = create;
