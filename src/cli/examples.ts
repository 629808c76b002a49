/** The end of a command's help: lines to copy. */
export const examples = (...lines: string[]): string =>
  `\n${lines.length === 1 ? 'Example' : 'Examples'}:\n${lines.map((line) => `  npm run patmint -- ${line}\n`).join('')}`
