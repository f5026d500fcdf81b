// What takes the place of the service worker to retire it: a browser that asks for the newer one gets this, and keeps nothing more.
import { retire } from "./retiring.ts";

declare const self: ServiceWorkerGlobalScope;

self.addEventListener("install", (event) => {
  // It answers no request, so it may take over from one that is in use.
  event.waitUntil(self.skipWaiting());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(retire(self.registration));
});
