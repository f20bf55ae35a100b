// The ways of pooling.

/** How {@linkcode pool} makes one vector of a row's steps. */
export type PoolingKind = "mean" | "max" | "attention";
