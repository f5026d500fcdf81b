// Some tools write the & of a link's address twice over: the address is mended before anybody reads it.
if (location.hash.includes("&amp;")) history.replaceState(null, "", `${location.pathname}${location.search}${location.hash.replaceAll("&amp;", "&")}`);
