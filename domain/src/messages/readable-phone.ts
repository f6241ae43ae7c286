/** A US number as people write it, "(216) 555-0142"; one of another country stays as it is dialled. */
export function readablePhone(e164: string, otherwise = e164): string {
  const [, area, exchange, line] = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(e164) ?? [];
  return area ? `(${area}) ${exchange}-${line}` : otherwise;
}
