import { applyDecorators, HttpCode, Param, SerializeOptions } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '@nestjs/swagger';
import { z } from 'zod';

/** What a handler answers (200): nothing but the fields of the schema leaves, and the document says so. */
export const Answers = (schema: z.ZodType) =>
  applyDecorators(HttpCode(200), SerializeOptions({ schema }), ApiOkResponse({ standardSchema: schema }));

/** The same for a handler that makes something (201). */
export const Creates = (schema: z.ZodType) =>
  applyDecorators(SerializeOptions({ schema }), ApiCreatedResponse({ standardSchema: schema }));

/** For a handler that has nothing to say (204). */
export const NoAnswer = () => applyDecorators(HttpCode(204), ApiNoContentResponse());

/** An id in the path. */
export const Id = (name = 'id') => Param(name, { schema: z.uuid() });
