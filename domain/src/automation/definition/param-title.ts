import { z } from 'zod';

/** What the studio calls a parameter; its own name where the schema gives no title. */
export function paramTitle(schema: z.ZodType, field: string): string {
  const shapes =
    schema instanceof z.ZodObject
      ? [schema.shape]
      : schema instanceof z.ZodDiscriminatedUnion
        ? schema.options.flatMap((option) => (option instanceof z.ZodObject ? [option.shape] : []))
        : [];
  for (const shape of shapes) {
    const title = shape[field]?.meta()?.title;
    if (typeof title === 'string') return title;
  }
  return field;
}
