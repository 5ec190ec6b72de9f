"""The values of the codebook (docs/codebook.md)."""

from enum import StrEnum


class Instrument(StrEnum):
    """What kind of instrument an agreement is."""

    TREATY = "treaty"
    AGREEMENT = "agreement"
    MEMORANDUM_OF_UNDERSTANDING = "memorandum_of_understanding"
    LETTER_OF_INTENT = "letter_of_intent"
    LETTER_OF_AGREEMENT = "letter_of_agreement"
    PROTOCOL = "protocol"
    JOINT_DECLARATION = "joint_declaration"
    ARRANGEMENT = "arrangement"
    ACTION_PLAN = "action_plan"
    OTHER = "other"


class AgreementStage(StrEnum):
    """How far an instrument has come, as the text reports it."""

    PROPOSED = "proposed"
    ANNOUNCED = "announced"
    SIGNED = "signed"
    RATIFIED = "ratified"
    IN_FORCE = "in_force"
    AMENDED = "amended"
    RENEWED = "renewed"
    SUSPENDED = "suspended"
    TERMINATED = "terminated"


class Modality(StrEnum):
    """What is transferred."""

    EQUIPMENT = "equipment"
    WEAPONS = "weapons"
    VEHICLES = "vehicles"
    AIRCRAFT = "aircraft"
    VESSELS = "vessels"
    TRAINING = "training"
    FUNDS = "funds"
    INFRASTRUCTURE = "infrastructure"
    TECHNICAL_ASSISTANCE = "technical_assistance"
    SUPPLIES = "supplies"
    OTHER = "other"


class Terms(StrEnum):
    """On what terms something is transferred."""

    GRANT = "grant"
    SALE = "sale"
    LOAN = "loan"
    UNSPECIFIED = "unspecified"


class AidStage(StrEnum):
    """How far a transfer has come, as the text reports it."""

    REQUESTED = "requested"
    ANNOUNCED = "announced"
    APPROVED = "approved"
    DELIVERED = "delivered"


class Basis(StrEnum):
    """Whether an aid record is one transfer or a total over a period, which must never be added to its parts."""

    EVENT = "event"
    PERIOD = "period"


class Qualifier(StrEnum):
    """How exactly the text gives an amount; 'not_disclosed' where it says that it does not give it."""

    EXACT = "exact"
    APPROXIMATE = "approximate"
    AT_LEAST = "at_least"
    UP_TO = "up_to"
    NOT_DISCLOSED = "not_disclosed"


class DatePrecision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    FISCAL_YEAR = "fiscal_year"


class Topic(StrEnum):
    """What a record is about."""

    COUNTERNARCOTICS = "counternarcotics"
    COUNTERTERRORISM = "counterterrorism"
    BORDER_SECURITY = "border_security"
    MIGRATION = "migration"
    ORGANIZED_CRIME = "organized_crime"
    HUMAN_TRAFFICKING = "human_trafficking"
    FINANCIAL_CRIME = "financial_crime"
    LAW_ENFORCEMENT = "law_enforcement"
    JUSTICE = "justice"
    INFORMATION_SHARING = "information_sharing"
    MILITARY_TRAINING = "military_training"
    DEFENSE_EQUIPMENT = "defense_equipment"
    MARITIME_SECURITY = "maritime_security"
    AIR_DEFENSE = "air_defense"
    CYBERSECURITY = "cybersecurity"
    PEACEKEEPING = "peacekeeping"
    HUMANITARIAN_ASSISTANCE = "humanitarian_assistance"
    NONPROLIFERATION = "nonproliferation"
    ENVIRONMENTAL_CRIME = "environmental_crime"
    INSTITUTION_BUILDING = "institution_building"
    STABILIZATION = "stabilization"
    OTHER = "other"


class RecordKind(StrEnum):
    """The kinds of record: the three of the codebook, and what is read from official tables."""

    AGREEMENT = "agreement"
    AID = "aid"
    GOAL = "goal"
    OFFICIAL_TRAINING = "official_training"
    OFFICIAL_TRAINING_TOTAL = "official_training_total"


class TotalScope(StrEnum):
    """What a sum printed in an official table adds up."""

    PROGRAMME_YEAR = "programme_year"
    PROGRAMME = "programme"
    COUNTRY = "country"


class PartyRole(StrEnum):
    """What a party does in a transfer."""

    DONOR = "donor"
    RECIPIENT = "recipient"
    CHANNEL = "channel"


class DocumentStatus(StrEnum):
    """Whether a document was coded, or read and left aside."""

    CODED = "coded"
    SKIPPED = "skipped"


class ItemOutcome(StrEnum):
    """What became of one item that a run was offered."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    FAILED = "failed"


class CopyKind(StrEnum):
    """How a document repeats its original: letter for letter, or with words changed, cut or added."""

    EXACT = "exact"
    NEAR = "near"


class RejectStage(StrEnum):
    """In which room something was refused."""

    READ = "read"
    EXTRACT = "extract"
    VALIDATE = "validate"
