import { expect } from 'chai'
import type { Command } from 'commander'
import { createProgram } from '../../src/cli/program.ts'

describe('help', () => {
  for (const command of verbsOf(createProgram())) {
    const path = pathOf(command)
    it(`explains ${path} and shows an example of it`, () => {
      let printed = ''
      const writeOut = (text: string) => {
        printed += text
      }
      command.configureOutput({ writeOut }).outputHelp()
      expect(printed).to.contain('--json')
      expect(printed).to.match(new RegExp(`\\nExamples?:\\n {2}npm run (-s )?patmint -- ${path}\\b`))
    })
  }
})

/** The commands that do something, wherever they are in the tree. */
function verbsOf(command: Command): Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(verbsOf)
}

/** `token mint`: its name after those of its nouns, without the program's. */
function pathOf(command: Command): string {
  const { parent } = command
  return parent === null || parent.parent === null ? command.name() : `${pathOf(parent)} ${command.name()}`
}
