/** What a person reads goes to standard output; what is wrong, and the log, to standard error. */
export function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

export function complain(text: string): void {
  process.stderr.write(`\n${text}\n`)
}
