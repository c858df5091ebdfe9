import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { clusterRules } from '#core/rules/index.ts';
import { renderJson } from '#render/json.ts';
import { AuditDocumentJson } from '#shared/document-schema.ts';
import { aDocument, aLaggingNodegroup, documented, resolved } from '../support/document-builders.ts';
import { incidentAudit } from '../support/incident-audit.ts';

const path = 'shared/data/schemas/audit-document.schema.json';
const published = () => JSON.parse(readFileSync(path, 'utf8'));
const audits = {
  'of the incident': incidentAudit(),
  'of a healthy fleet': aDocument(),
  'with what is unread and gone': aDocument({
    findings: [
      documented(aLaggingNodegroup('a', { unreadableSince: '2024-03-04T23:00:00.000Z' })),
      documented(resolved(aLaggingNodegroup('b'), 'GONE'), 'RESOLVED'),
    ],
  }),
};

describe('the audit as JSON', () => {
  it.each(Object.entries(audits))('%s keeps to the published schema', (_, audit) => {
    const validate = new Ajv2020({ validateFormats: false }).compile(published());

    expect(validate(JSON.parse(renderJson(audit))), JSON.stringify(validate.errors)).toBe(true);
  });

  it.each(Object.entries(audits))('%s holds nothing that the schema does not know, in its order', (_, audit) => {
    const json = JSON.parse(renderJson(audit));

    expect(JSON.stringify(AuditDocumentJson.parse(json))).toBe(JSON.stringify(json));
  });

  it('is held by a schema that refuses what is wrong', () => {
    const validate = new Ajv2020({ validateFormats: false }).compile(published());
    const json = JSON.parse(renderJson(incidentAudit()));

    expect(validate({ ...json, findings: [{ ...json.findings[0], severity: 'BAD' }] })).toBe(false);
    expect(validate({ ...json, coverage: undefined })).toBe(false);
  });

  it('has a schema that is made of the code', () => {
    const made = z.toJSONSchema(AuditDocumentJson, { io: 'input' });

    expect(published()).toEqual(JSON.parse(JSON.stringify(made)));
  });

  it('says of what could not be looked at by whom, why, and what to do', () => {
    const { coverage } = JSON.parse(renderJson(incidentAudit()));

    expect(coverage[1]).toMatchObject({
      status: 'DENIED',
      call: 'sts:AssumeRole',
      role: 'arn:aws:iam::222233334444:role/midwatch-member',
      reason: expect.stringContaining('is not authorized'),
      remedy: expect.stringContaining('exists in account 222233334444'),
    });
    expect(coverage[2].unreadable).toEqual([
      {
        call: 'eks:DescribeAddon',
        resource: 'shop-prod/coredns',
        obstacle: 'THROTTLED',
        reason: 'Too Many Requests',
        remedy: expect.stringContaining('run again later'),
      },
    ]);
    expect(coverage[3].reason).toBe('REGION_DISABLED');
  });

  it('can be printed on a terminal, and read back as it was', () => {
    const reason = 'a\u202eb\u009bc\u{e0041}d\u2028e';
    const [first] = incidentAudit().suppressed;
    const suppressed = [{ ...first!, suppression: { ...first!.suppression, reason } }];
    const text = renderJson(incidentAudit({ suppressed }));

    expect(text).toContain(String.raw`a\u202eb\u009bc\udb40\udc41d\u2028e`);
    expect(JSON.parse(text).suppressed[0].suppression.reason).toBe(reason);
  });

  it('knows every rule only by its id, so that a new one changes no schema', () => {
    expect(clusterRules.every(({ id }) => !JSON.stringify(published()).includes(id))).toBe(true);
  });
});
