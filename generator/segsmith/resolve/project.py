"""Definitions become a resolved project: the whole of it, or all its mistakes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from segsmith.definitions.catalog import Entity
from segsmith.definitions.parse import Definitions, Document
from segsmith.definitions.segments import Project, Segment
from segsmith.errors import Problem, UserError, did_you_mean
from segsmith.read import plain
from segsmith.resolve.catalog import Catalog, build_catalog
from segsmith.resolve.expectations import expectation_problems
from segsmith.resolve.expressions import ExpressionReader
from segsmith.resolve.literals import LiteralReader
from segsmith.resolve.named_traits import TraitReader
from segsmith.resolve.nodes import Always, HoldsRule, InSegment, Node, Past
from segsmith.resolve.order import in_dependency_order, refuse_entity_circle
from segsmith.resolve.place import Place
from segsmith.resolve.policy import policy_problems
from segsmith.resolve.renames import name_now, rename_problems
from segsmith.resolve.scope import EntityScope
from segsmith.resolve.scores import ScoreReader
from segsmith.resolve.stages import check_stages, further_stages, in_no_further
from segsmith.resolve.tiers import TieredReader, plan_problems
from segsmith.resolve.value_tests import TestReader
from segsmith.resolve.variants import Truths, VariantReader
from segsmith.resolve.walk import trait_nodes, traits_of, walk


@dataclass(frozen=True)
class ResolvedSegment:
    """A segment with its truths: the rule, and who is always in or out.

    `own_rule` is the rule of a stage without what keeps it apart from the further ones.
    """

    key: str
    definition: Segment
    file: str
    rule: Node
    include: Node | None
    exclude: Node | None
    approved_until: datetime | None
    written: object
    own_rule: Node | None = None

    @property
    def refers_to(self) -> frozenset[str]:
        """Segments named in the rule, of its own entity or of a related one, now or in the past."""
        kinds = (InSegment, HoldsRule, Past)
        named = (node for node in walk(self.rule) if isinstance(node, kinds))
        return self.reads_elsewhere.union(node.segment for node in named)

    @property
    def reads_elsewhere(self) -> frozenset[str]:
        """Segments whose members are read from an evaluation, not computed in this one."""
        rows = (node for trait in traits_of(self.rule) for node in trait_nodes(trait))
        own = (node for node in walk(self.rule) if isinstance(node, InSegment) and node.relation)
        return frozenset(node.segment for node in (*rows, *own) if isinstance(node, InSegment))


@dataclass(frozen=True)
class ResolvedEntity:
    """An entity and its segments, each after those it refers to."""

    entity: Entity
    segments: tuple[ResolvedSegment, ...]


@dataclass(frozen=True)
class ResolvedProject:
    """Everything bound and typed."""

    settings: Project
    catalog: Catalog
    entities: tuple[ResolvedEntity, ...]
    approved_sources: Mapping[str, datetime]
    traits: Mapping[tuple[str, str], Node | None]
    warnings: tuple[Problem, ...]
    definitions: Definitions


def resolve(definitions: Definitions) -> ResolvedProject:
    """Bind every name and type every value.

    Raises:
        UserError: all mistakes of all files.
    """
    problems: list[Problem] = []
    catalog = build_catalog(definitions, problems)
    documents = _by_key(definitions, problems)
    check_stages(definitions, documents, problems)
    reader = _SegmentReader(catalog, documents, definitions, problems)
    for entity in catalog.entities.values():
        reader.traits_of(entity)
        reader.objects_of(entity)
    resolved = {key: reader.read(document) for key, document in documents.items()}
    problems.extend(rename_problems(documents))
    problems.extend(expectation_problems(documents, catalog.entities))
    problems.extend(policy_problems(definitions))
    plan = definitions.project.model.policy.plan
    problems.extend(plan_problems(reader.conditions.leaves, catalog, plan))
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise UserError(errors)
    known = {key: segment for key, segment in resolved.items() if segment is not None}
    refuse_entity_circle(known, documents)
    ordered = in_dependency_order(known, documents)
    entities = tuple(
        ResolvedEntity(
            document.model,
            tuple(s for s in ordered if s.definition.entity == name),
        )
        for name, document in sorted(catalog.entities.items())
        if any(s.definition.entity == name for s in ordered)
    )
    return ResolvedProject(
        definitions.project.model,
        catalog,
        entities,
        reader.approvals("source"),
        reader.traits.resolved,
        tuple(problem for problem in problems if problem.severity != "error"),
        definitions,
    )


def _by_key(definitions: Definitions, problems: list[Problem]) -> dict[str, Document[Segment]]:
    found: dict[str, Document[Segment]] = {}
    for document in definitions.segments:
        key = document.model.segment
        if key in found:
            problems.append(
                Problem(
                    document.at("segment"),
                    "duplicate-segment",
                    f"the segment `{key}` is also defined in {found[key].file}",
                    "a key belongs to one segment for ever; choose another",
                )
            )
            continue
        found[key] = document
    return found


@dataclass
class _SegmentReader:
    catalog: Catalog
    documents: dict[str, Document[Segment]]
    definitions: Definitions
    problems: list[Problem]

    def __post_init__(self) -> None:
        self.literals = LiteralReader(self.catalog.zone, self.problems)
        self.expressions = ExpressionReader(self.problems)
        self.tests = TestReader(self.catalog, self.literals, self.expressions, self.problems)
        self.variants = VariantReader(self.definitions, self._truths, self.problems)
        self.conditions = TieredReader(
            self.tests, self.problems, self._knows_segment, self._is_paused, self.variants
        )
        self.scores = ScoreReader(self.catalog, self.conditions, self.problems)
        self.traits = TraitReader(
            self.catalog, self.conditions, self.expressions, self.scores, self.problems
        )
        self.approved = self.approvals("segment")

    def traits_of(self, entity: Document[Entity]) -> None:
        """Check every named trait and score, used or not."""
        scope = self.traits.scope(entity)
        for source in self.catalog.events.values():
            if source.model.entity == entity.model.entity:
                self.scores.check_revenue(source, scope)
        for name in entity.model.trait_names:
            self.traits.find(entity, name)

    def objects_of(self, entity: Document[Entity]) -> None:
        """Check the way to every object, used or not."""
        scope = self.traits.scope(entity)
        for object_ in self.catalog.objects_of(entity.model.entity).values():
            self.conditions.objects.reach(object_, scope)

    def read(self, document: Document[Segment]) -> ResolvedSegment | None:
        segment = document.model
        entity = self.catalog.entities.get(segment.entity)
        if entity is None:
            help_ = did_you_mean(segment.entity, self.catalog.entities, "entities")
            if "entity" not in segment.model_fields_set:
                help_ = f"say whose segment it is with `entity`; {help_}"
            self.problems.append(
                Problem(
                    document.at("entity"),
                    "unknown-entity",
                    f"there is no entity `{segment.entity}`",
                    help_,
                )
            )
            return None
        truths = self._truths(document)
        self._check_audience(document, entity.model)
        if truths is None:
            return None
        return ResolvedSegment(
            segment.segment,
            segment,
            document.file,
            truths.rule,
            truths.include,
            truths.exclude,
            self.approved.get(segment.segment),
            plain(document.node),
            truths.own_rule,
        )

    def _truths(self, document: Document[Segment]) -> Truths | None:
        segment = document.model
        scope = self.traits.scope(self.catalog.entities[segment.entity])
        rule: Node | None = Always(False)
        if segment.rule is not None:
            key = "where" if segment.where is not None else "members"
            rule = self.conditions.read(segment.rule, scope, Place(document, (key,)))
        include = self._override(document, "always_include", scope)
        exclude = self._override(document, "always_exclude", scope)
        if rule is None:
            return None
        if segment.status == "retired":
            return Truths(Always(False), None, None)
        further = further_stages(self.definitions, segment.segment, self.documents)
        is_stage = any(segment.segment in each.model.order for each in self.definitions.stages)
        return Truths(in_no_further(rule, further), include, exclude, rule if is_stage else None)

    def _override(self, document: Document[Segment], key: str, scope: EntityScope) -> Node | None:
        condition = getattr(document.model, key)
        if condition is None:
            return None
        return self.conditions.on_list(condition.list_, scope, Place(document, (key,)))

    def _check_audience(self, document: Document[Segment], entity: Entity) -> None:
        audience = document.model.audience
        if isinstance(audience, bool):
            return
        for index, column in enumerate(audience.columns):
            if column not in entity.attributes:
                self.problems.append(
                    Problem(
                        document.at("audience", "columns", index),
                        "unknown-attribute",
                        f"{entity.entity} has no attribute `{column}`",
                        did_you_mean(column, entity.attributes, "attributes"),
                    )
                )

    def _is_paused(self, key: str) -> bool:
        return self.documents[key].model.status == "paused"

    def _knows_segment(self, key: str, entity: str, place: Place, word: str) -> bool:
        document = self.documents.get(key)
        if document is not None and document.model.entity == entity:
            return True
        message, help_ = f"there is no segment `{key}`", did_you_mean(key, self.documents)
        renamed = name_now(key, self.documents)
        if renamed is not None:
            help_ = f"it is called `{renamed}` now"
        if document is not None:
            message = f"the segment `{key}` is of {document.model.entity}, not of {entity}"
            help_ = "refer to a segment of the same entity, or name the relation: `relation.key`"
        self.problems.append(Problem(place.value(word), "unknown-segment", message, help_))
        return False

    def approvals(self, kind: str) -> dict[str, datetime]:
        """Until when (UTC, exclusive) each approved segment or source may pass its guards."""
        found: dict[str, datetime] = {}
        document = self.definitions.approvals
        known = self.documents if kind == "segment" else self._sources()
        for index, approval in enumerate(document.model.approvals):
            name = approval.segment if kind == "segment" else approval.source
            if name is None:
                continue
            try:
                day = date.fromisoformat(approval.until)
            except ValueError:
                self.problems.append(
                    Problem(
                        document.at("approvals", index, "until"),
                        "wrong-type",
                        f"found {approval.until!r}, expected a date, like 2026-03-01",
                    )
                )
                continue
            if name not in known:
                self.problems.append(
                    Problem(
                        document.at("approvals", index, kind),
                        f"unknown-{kind}",
                        f"there is no {kind} `{name}`",
                        did_you_mean(name, known, f"{kind}s"),
                    )
                )
            end = datetime.combine(day + timedelta(days=1), time(), UTC).replace(tzinfo=None)
            found[name] = max(end, found.get(name, end))
        return found

    def _sources(self) -> dict[str, object]:
        catalog = self.catalog
        return {
            **catalog.entities,
            **catalog.events,
            **catalog.tags,
            **catalog.lists,
            **catalog.objects,
            **catalog.steps,
        }
