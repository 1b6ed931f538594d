/** Tells a person, once, the password that was made for the first user. */
export const announceFirstPassword = (userName: string, password: string): void => {
  const lines = [
    'A first user was made. The password is shown only now:',
    '',
    `  user      ${userName}`,
    `  password  ${password}`,
  ]
  const width = Math.max(...lines.map((line) => line.length))
  const edge = '─'.repeat(width + 2)
  const rows = lines.map((line) => `│ ${line.padEnd(width)} │`)
  process.stderr.write([`┌${edge}┐`, ...rows, `└${edge}┘`, ''].join('\n'))
}
