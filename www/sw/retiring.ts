// How a service worker goes: its caches first, then itself. Pages that are open go on without it.
import { cachePrefix } from "../src/offline/contract.ts";

export async function retire(registration: ServiceWorkerRegistration): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(cachePrefix(registration.scope)));
  await Promise.all(names.map((name) => caches.delete(name)));
  await registration.unregister();
}
