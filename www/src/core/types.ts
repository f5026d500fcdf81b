// The core's types under the page's names: the only place that knows what the generated typings call them.

export type ChallengeInfo = ReturnType<typeof wasm_bindgen.challenges>[number];
export type ChallengeReport = wasm_bindgen.ChallengeReport;
export type Checked = wasm_bindgen.Checked;
export type CheckReport = wasm_bindgen.CheckReport;
export type CodeError = wasm_bindgen.CodeError;
export type Completions = NonNullable<ReturnType<typeof wasm_bindgen.complete>>;
export type CompareRow = wasm_bindgen.CompareRow;
export type Diagnostic = wasm_bindgen.Diagnostic;
export type Edit = wasm_bindgen.Edit;
export type Edited = wasm_bindgen.Edited;
export type Expected = ReturnType<typeof wasm_bindgen.expected>[number];
export type FlowTable = wasm_bindgen.FlowTable;
export type Focus = wasm_bindgen.Focus;
export type Form = wasm_bindgen.Form;
export type HashInfo = ReturnType<typeof wasm_bindgen.hashes>[number];
export type Headline = wasm_bindgen.Headline;
export type IncidentForm = NonNullable<ReturnType<typeof wasm_bindgen.incident_form>>;
export type IncidentInfo = wasm_bindgen.IncidentInfo;
export type IncidentScene = wasm_bindgen.IncidentScene;
export type KeyChoice = wasm_bindgen.Choice;
export type KeyFile = NonNullable<Checked["needs"]>;
export type KeyReport = wasm_bindgen.KeyReport;
export type KindInfo = ReturnType<typeof wasm_bindgen.kinds>[number];
export type LoadRow = wasm_bindgen.LoadRow;
export type LoadView = wasm_bindgen.LoadView;
export type MigrationForm = NonNullable<ReturnType<typeof wasm_bindgen.migration_form>>;
export type MigrationInfo = wasm_bindgen.MigrationInfo;
export type MigrationNow = wasm_bindgen.MigrationNow;
export type MigrationScene = wasm_bindgen.MigrationScene;
export type MigrationStory = wasm_bindgen.MigrationStory;
export type Named = wasm_bindgen.Named;
export type Opened = wasm_bindgen.Opened;
export type LinkPlace = wasm_bindgen.Place;
export type NodeReport = wasm_bindgen.NodeReport;
export type PresetInfo = ReturnType<typeof wasm_bindgen.presets>[number];
export type Progress = wasm_bindgen.Progress;
export type RingView = wasm_bindgen.RingView;
export type RouteAnswer = wasm_bindgen.RouteAnswer;
export type ScaleScene = wasm_bindgen.ScaleScene;
export type ScaleTable = wasm_bindgen.ScaleTable;
export type Scene = wasm_bindgen.Scene;
export type SettingInfo = IncidentForm["settings"][number];
export type SweepForm = NonNullable<ReturnType<typeof wasm_bindgen.sweep_form>>;
export type SweepScene = wasm_bindgen.SweepScene;
export type SweepTable = wasm_bindgen.SweepTable;
export type TippingScene = wasm_bindgen.TippingScene;
export type TippingRow = ReturnType<TippingScene["rows"]>[number];
export type SceneInfo = wasm_bindgen.SceneInfo;
export type ScriptInfo = wasm_bindgen.ScriptInfo;

/** Where the arrows go from what is focused on the ring. */
export type Direction = Parameters<Scene["neighbour"]>[1];
/** The pictures that can be had as SVG. */
export type Picture = Parameters<Scene["svg"]>[0];
