/** The generated client names this type of fetch, which Node's own types do not declare globally. */
type BodyInit = NonNullable<RequestInit['body']>;
