/** Multiplies what pods request, as if they had been given other sizes. */
import type { Container, PodTemplate, ResourceList, ResourceRequirements } from '../../objects/pod.ts';
import { parseAmount } from '../../objects/quantity.ts';

/**
 * A function that multiplies the requests and limits of a template by a factor, each rounded up to whole units: millicores of cpu, bytes,
 * devices. Overhead stays. One template object gives one object, so that it is read once.
 *
 * @param factor above 0.
 */
export function requestScaling(factor: number): (template: PodTemplate) => PodTemplate {
  if (factor === 1) return (template) => template;
  const known = new WeakMap<PodTemplate, PodTemplate>();
  return (template) => {
    const before = known.get(template);
    if (before) return before;
    const { spec } = template;
    const scaled: PodTemplate = {
      ...template,
      spec: {
        ...spec,
        containers: spec.containers.map((container) => scaledContainer(container, factor)),
        ...(spec.initContainers && {
          initContainers: spec.initContainers.map((container) => scaledContainer(container, factor)),
        }),
        ...(spec.resources && { resources: scaledResources(spec.resources, factor) }),
      },
    };
    known.set(template, scaled);
    return scaled;
  };
}

function scaledContainer(container: Container, factor: number): Container {
  const { resources } = container;
  return resources ? { ...container, resources: scaledResources(resources, factor) } : container;
}

/** Other fields, as claims, stay. */
export function scaledResources<Resources extends ResourceRequirements>(
  resources: Resources,
  factor: number,
): Resources {
  const { requests, limits } = resources;
  return {
    ...resources,
    ...(requests && { requests: scaledList(requests, factor) }),
    ...(limits && { limits: scaledList(limits, factor) }),
  };
}

function scaledList(list: ResourceList, factor: number): ResourceList {
  return Object.fromEntries(
    Object.entries(list).map(([resource, quantity]) => {
      // 1e-9 of an amount is an error of the multiplication: 100 × 1.1 is 110.00000000000001.
      const exact = parseAmount(resource, quantity) * factor;
      const amount = Math.ceil(exact - exact * 1e-12);
      return [resource, resource === 'cpu' ? `${amount}m` : amount];
    }),
  );
}
