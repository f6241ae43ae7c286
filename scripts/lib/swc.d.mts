export function compile(
  code: string,
  filename: string,
  options?: { dist?: boolean },
): Promise<{ code: string; map: string }>;
