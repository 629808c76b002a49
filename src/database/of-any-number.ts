/**
 * SQL of the array that a placeholder holds, for a statement with a name: it is nothing to PostgreSQL how many there are in it.
 * Where it knows that they are fewer than the ten that it else reckons with, it takes a plan that was made for just them to be
 * cheaper than the one that it keeps, and makes one each time: which costs several times what is done by it.
 */
export const ofAnyNumber = (placeholder: string, type: 'uuid' | 'bytea'): string =>
  `(select ${placeholder}::${type}[])::${type}[]`
