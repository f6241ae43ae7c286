import { applyDecorators, HttpCode, Param, SerializeOptions } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiDefaultResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
} from '@nestjs/swagger';
import { z } from 'zod';
import { Problem } from '@rap/contracts/problem';

/** Every refusal has one shape. */
const Refuses = () =>
  ApiDefaultResponse({ standardSchema: Problem, description: 'a refusal: application/problem+json' });

/** What a handler answers (200): nothing but the fields of the schema leaves, and the document says so. */
export const Answers = (schema: z.ZodType) =>
  applyDecorators(
    HttpCode(200),
    SerializeOptions({ schema }),
    ApiOkResponse({ standardSchema: schema }),
    Refuses(),
  );

/** The same for a handler that makes something (201). */
export const Creates = (schema: z.ZodType) =>
  applyDecorators(
    SerializeOptions({ schema }),
    ApiCreatedResponse({ standardSchema: schema }),
    Refuses(),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description:
        'a fresh UUID; the same request with the same key is done once and answered the same for a day',
      schema: { type: 'string', minLength: 8, maxLength: 200 },
    }),
  );

/** For a handler that has nothing to say (204). */
export const NoAnswer = () => applyDecorators(HttpCode(204), ApiNoContentResponse(), Refuses());

/** An id in the path. */
export const Id = (name = 'id') => Param(name, { schema: z.uuid() });
