const LITERAL = /'(?:[^']|'')*'/g
const FIRST_WORD = /^(?:\s|--.*\n)*([a-z]+)/i
const TABLE = /\b(?:from|into|update|join)\s+(?:only\s+)?(?:"?\w+"?\.)?"?([a-z_]\w*)/i

/** What a statement is called where it is timed: its own name, or its verb and first table. Never a value of it. */
export function nameStatement(statement: unknown): string {
  const { name, text } =
    typeof statement === 'string'
      ? { text: statement }
      : ((statement ?? {}) as { name?: string; text?: string })
  if (name !== undefined) return name
  const bare = (text ?? '').replaceAll(LITERAL, '')
  const [, verb = 'statement'] = FIRST_WORD.exec(bare) ?? []
  const [, table] = TABLE.exec(bare) ?? []
  return [verb.toLowerCase(), ...(table === undefined ? [] : [table])].join(' ')
}
