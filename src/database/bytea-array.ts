/** An array of `bytea` in PostgreSQL's own notation, of hex; the driver would make it of buffers, byte by byte. */
export const toByteaArray = (hexes: readonly string[]): string => `{"\\\\x${hexes.join('","\\\\x')}"}`
