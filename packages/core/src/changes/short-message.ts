const charactersMax = 80

/** The first 80 characters of a message, or of its first line. */
export const shortMessage = (message: string): string => {
  const [line = ''] = message.split('\n', 1)
  // Code points: no character is cut in half.
  return Array.from(line).slice(0, charactersMax).join('')
}
