// Mends links whose # some mail programs turn into %23.

const [path, ...rest] = location.pathname.split(/%23/u);
if (rest.length > 0) {
  // With the origin in front, because a path may itself begin with two slashes.
  location.replace(`${location.origin}${path}${location.search}#${rest.join("%23")}`);
}
