// A package asks for node's crypto and never calls it.
export const createHash = undefined;
