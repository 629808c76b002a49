/**
 * `make`, asked once for each key. It has to depend on nothing else. Past `most` keys it begins anew, so that whoever
 * chooses them cannot fill the memory.
 */
export function memoize<Key extends string | number, Made>(
  most: number,
  make: (key: Key) => Made,
): (key: Key) => Made {
  const made = new Map<Key, Made>()
  return (key) => {
    const known = made.get(key)
    if (known !== undefined) return known
    const fresh = make(key)
    if (made.size >= most) made.clear()
    made.set(key, fresh)
    return fresh
  }
}
