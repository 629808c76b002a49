/** What we use of Eleventy, which comes without types. */
declare module '@11ty/eleventy' {
  type UserConfig = {
    setTemplateFormats(formats: readonly string[]): void
    setUseGitIgnore(enabled: boolean): void
    setLibrary(
      extension: string,
      library: { render(text: string, data: { file: string }): string; disable(): void },
    ): void
    addTransform(
      name: string,
      transform: (this: { page: { inputPath: string } }, content: string) => string,
    ): void
    addTemplate(path: string, text: string, data: object): void
  }
  class Eleventy {
    constructor(
      input: string,
      output: string,
      options: { quietMode: boolean; configPath: false; config: (config: UserConfig) => void },
    )
    write(): Promise<unknown>
  }
  export default Eleventy
  export type { UserConfig }
}
