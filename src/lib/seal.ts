import { CompactEncrypt, compactDecrypt } from 'jose'

/**
 * Encrypts `plaintext` with the first key (JWE compact, dir + A256GCM). `purpose` is bound to the text, so that what
 * was sealed for one place cannot be put in another.
 */
export async function seal(keys: readonly Uint8Array[], purpose: string, plaintext: string): Promise<string> {
  const [current] = keys
  if (current === undefined) throw new Error('seal() needs a key')
  return await new CompactEncrypt(new TextEncoder().encode(plaintext))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', purpose })
    .encrypt(current)
}

/** Opens what any of the keys sealed, newest first; `undefined` where none did or the purpose is another. */
export async function unseal(
  keys: readonly Uint8Array[],
  purpose: string,
  sealed: string,
): Promise<string | undefined> {
  for (const key of keys) {
    try {
      const { plaintext, protectedHeader } = await compactDecrypt(sealed, key)
      return protectedHeader['purpose'] === purpose ? new TextDecoder().decode(plaintext) : undefined
    } catch {
      // Sealed by another key of the list, or by nobody: the next key decides.
    }
  }
  return undefined
}
