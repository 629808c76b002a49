/** Signs in as a browser does. @returns the cookies that it sends from then on */
export async function signIn(url: string, email: string, password: string): Promise<string> {
  const page = await fetch(`${url}/sign-in`)
  const [, token = ''] = /name="form_token" value="([^"]+)"/.exec(await page.text()) ?? []
  const browser = cookiesOf(page)
  const answer = await fetch(`${url}/sign-in`, {
    method: 'POST',
    headers: { Cookie: browser },
    body: new URLSearchParams({ form_token: token, email, password }),
    redirect: 'manual',
  })
  if (answer.status !== 303) throw new Error(`${email} cannot sign in: ${answer.status}`)
  return `${browser}; ${cookiesOf(answer)}`
}

const cookiesOf = ({ headers }: Response): string =>
  headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
