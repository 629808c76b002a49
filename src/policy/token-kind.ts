/**
 * `personal` acts for its account. `workspace` and `organization` belong to the place: they stay when their maker leaves,
 * and an administrator of the place answers for them.
 */
export type TokenKind = 'personal' | 'workspace' | 'organization'

export const TOKEN_KINDS: readonly TokenKind[] = ['personal', 'workspace', 'organization']
