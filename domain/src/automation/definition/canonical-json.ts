/**
 * The one way to write a JSON value as text, after RFC 8785 (JSON Canonicalization Scheme): members sorted by the UTF-16
 * code units of their names, numbers and strings as ECMAScript writes them, no white space. Members that are undefined are
 * left out. Throws on what is no JSON: a number that is not finite, a lone surrogate, a function.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      if (!value.isWellFormed())
        throw new TypeError('a text with half a character cannot be written as JSON');
      return JSON.stringify(value);
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`${value} cannot be written as JSON`);
      return JSON.stringify(value);
    case 'boolean':
      return String(value);
    case 'object': {
      if (value === null) return 'null';
      if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
      const members = Object.entries(value)
        .filter(([, member]) => member !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, member]) => `${canonicalJson(name)}:${canonicalJson(member)}`);
      return `{${members.join(',')}}`;
    }
    default:
      throw new TypeError(`a ${typeof value} cannot be written as JSON`);
  }
}
