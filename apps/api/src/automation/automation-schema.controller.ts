import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { automationFileSchema } from '@rap/domain/automation/definition/yaml';
import { Public } from '../http/edge.ts';

export const SCHEMA_PATH = 'automation.schema.json';

/** The JSON Schema of automation files, where editors look for it: it says nothing about any firm. */
@Controller()
@ApiExcludeController()
@Public()
export class AutomationSchemaController {
  private readonly schema = automationFileSchema();

  @Get(SCHEMA_PATH)
  @Header('cache-control', 'public, max-age=300')
  @Header('content-type', 'application/schema+json; charset=utf-8')
  showSchema(): Record<string, unknown> {
    return this.schema;
  }
}
