import type { Command } from 'commander'
import { examine } from '../doctor/examine.ts'
import type { Finding } from '../doctor/finding.ts'
import { examples } from '../examples.ts'

const SIGNS: Record<Finding['state'], string> = { good: '✓', note: '·', problem: '✗' }

export function addDoctor(program: Command, wantsJson: () => boolean): void {
  program
    .command('doctor')
    .description(
      'Look for what is wrong, and say what to do about it. Changes nothing; also works where nothing else does.',
    )
    .addHelpText(
      'after',
      `\nExit codes: 0 nothing is wrong, 1 there are problems.\n${examples('doctor', 'doctor --json')}`,
    )
    .action(async () => {
      const findings = await examine()
      const problems = findings.filter(({ state }) => state === 'problem').length
      const report = wantsJson()
        ? JSON.stringify({ problems, findings }, null, 2)
        : describe(findings, problems)
      process.stdout.write(`${report}\n`)
      if (problems > 0) process.exitCode = 1
    })
}

function describe(findings: readonly Finding[], problems: number): string {
  const width = Math.max(...findings.map(({ subject }) => subject.length))
  const lines = findings.map(({ subject, state, says, advice }) => {
    const line = `${SIGNS[state]} ${subject.padEnd(width)}  ${says}`
    return advice === undefined ? line : `${line}\n${' '.repeat(width + 4)}→ ${advice}`
  })
  return `${lines.join('\n')}\n\n${conclude(problems)}`
}

function conclude(problems: number): string {
  if (problems === 0) return 'Nothing is wrong.'
  return problems === 1 ? 'There is one problem.' : `There are ${problems} problems.`
}
