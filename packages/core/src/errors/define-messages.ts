import type { ErrorType } from './error-types.ts'

/** An entry of the catalog: the type of its error, and its text with `{0}`, `{1}` … for arguments. */
export interface MessageDefinition {
  readonly type: ErrorType
  readonly text: string
}

/** What fills a placeholder; numbers are written in decimal. */
export type MessageArgument = string | number

/** The arguments a text asks for, counted by its highest placeholder. */
export type ArgumentsOf<Text extends string> = Text extends `${string}{5}${string}`
  ? ArgumentsOfLength<6>
  : Text extends `${string}{4}${string}`
    ? ArgumentsOfLength<5>
    : Text extends `${string}{3}${string}`
      ? ArgumentsOfLength<4>
      : Text extends `${string}{2}${string}`
        ? ArgumentsOfLength<3>
        : Text extends `${string}{1}${string}`
          ? ArgumentsOfLength<2>
          : Text extends `${string}{0}${string}`
            ? ArgumentsOfLength<1>
            : readonly []

type ArgumentsOfLength<
  Length extends number,
  Built extends readonly MessageArgument[] = readonly [],
> = Built['length'] extends Length
  ? Built
  : ArgumentsOfLength<Length, readonly [...Built, MessageArgument]>

/** Adds messages to the catalog: their texts stay literal, so that the compiler counts arguments. */
export const defineMessages = <const M extends { readonly [id: string]: MessageDefinition }>(
  messages: M,
): M => messages

/** Puts arguments in a text's placeholders; what arguments hold is never read as a placeholder. */
export const fillText = (text: string, args: readonly string[]): string =>
  text.replace(/\{(\d)\}/g, (placeholder, index: string) => args[Number(index)] ?? placeholder)
