/** An array of `bytea` in PostgreSQL's own notation, of hex; the driver would make it of buffers, byte by byte. */
export const toByteaArray = (hexes: readonly string[]): string =>
  hexes.length === 0 ? '{}' : `{"\\\\x${hexes.join('","\\\\x')}"}`
