import { InvalidArgumentError } from 'commander'

const secondsMax = 3_600

/** A number of seconds as milliseconds, from a tenth of one to an hour. */
export const seconds = (text: string): number => {
  const value = Number(text)
  if (/^\d+(?:\.\d+)?$/.test(text) && value >= 0.1 && value <= secondsMax) return value * 1_000
  throw new InvalidArgumentError('It is a number of seconds from 0.1 to 3600.')
}
