const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/**
 * Namespaces of Lean and Mathlib that a file may open. None of them has a constant or a notation under which a statement that is
 * read here would mean something else in Lean: a short name has more readings there, and Lean refuses those that disagree.
 */
const openable = new Set(
  words(`
    BigOperators Real Nat Topology Rat Int Finset Set Function Filter Classical Complex Polynomial Matrix Fintype Ideal
    TopologicalSpace Subgroup Metric MvPolynomial EuclideanGeometry Submodule LinearMap FiniteDimensional Module
    InnerProductSpace MeasureTheory Equiv List ProbabilityTheory RingHom ENNReal NNReal Bornology Multiset Affine
    Interval Pointwise ComplexConjugate Ordinal Cardinal Order Asymptotics Module.End Zsqrtd Bool Option Sum Prod
    ArithmeticFunction Nat.ArithmeticFunction Finsupp DirectSum TensorProduct Group Ring Field Algebra Monoid Units
    ZMod Fin Sym2 SimpleGraph Combinatorics Convex Manifold ContDiff Uniformity RealInnerProductSpace Padic Quaternion
  `),
);

/** Those whose every short name of one letter, and every notation, is known: after them a letter nobody bound is one in Lean too. */
const bare = new Set(words("BigOperators Real Nat Topology Rat Int Finset Set Function Classical"));

/** Single letters that mean something where their namespace is open, and are never taken for a variable that nobody bound. */
export const letters: ReadonlySet<string> = new Set(words("π φ ψ σ ζ μ ω Ω Λ I X C i e ℘ Γ γ ℍ ℵ 𝔠 𝓝 𝓤 𝓟 Δ ℕ ℤ ℚ ℝ ℂ"));

export const isOpenable = (space: string): boolean => openable.has(space);
export const isBare = (space: string): boolean => bare.has(space);

/**
 * Namespaces of Lean and Mathlib that are no file's own: inside one of them, its short names come before all others. The names
 * that files give theirs (`Imo2024P1`, `Putnam`) are not among them.
 */
const taken = new Set(
  words(`
    Lean Std Batteries Mathlib Tactic Init System IO Qq Aesop ProofWidgets Plausible Classical Quot Setoid Eq Ne Iff And Or Not
    Exists Xor True False Bool Char String Array List Option Sum Prod Sigma PSigma Subtype Fin ZMod PNat NNReal ENNReal
    EReal NNRat Nat Int Rat Real Complex Finset Set Multiset Function Filter Topology Polynomial MvPolynomial Matrix
    MeasureTheory ProbabilityTheory CategoryTheory Ordinal Cardinal Order Equiv Group Ring Field Module Monoid AddMonoid
    AddGroup CommRing CommGroup Semiring Units Submonoid Subgroup Subring Subfield Submodule Ideal LinearMap RingHom
    MonoidHom AddMonoidHom AlgHom Algebra LinearEquiv LinearOrder PartialOrder Preorder Lattice CompleteLattice Monotone
    Antitone StrictMono StrictAnti MonotoneOn Finsupp DFinsupp DirectSum TensorProduct Prime Irreducible Associated Even Odd
    IsSquare Dvd LE LT Min Max Inf Sup Top Bot Zero One Add Mul Sub Neg Inv Div Pow Mod HAdd HMul HSub HDiv HPow HMod
    Summable HasSum Continuous ContinuousOn ContinuousAt Differentiable DifferentiableAt HasDerivAt Deriv Metric EMetric
    TopologicalSpace UniformSpace Dist Norm Bornology Fintype Finite Infinite Encodable Denumerable Countable Nontrivial
    Unique Subsingleton Nonempty Inhabited Decidable Acc WellFounded Relation Rel Pi Quotient Trunc Part PFun Stream Seq
    Computation Turing Language Asymptotics Convex ConvexOn ConcaveOn Trigonometric Chebyshev Bernoulli Gaussian Zsqrtd
    GaussianInt Padic PadicInt ArithmeticFunction Sym2 Sym SimpleGraph Digraph Combinatorics Hyperreal Quaternion
    EuclideanGeometry Affine AffineMap AffineSubspace InnerProductSpace EuclideanSpace Interval IntervalIntegrable
    CFC Circle NormedSpace NormedRing NormedField PowerSeries MvPowerSeries LaurentSeries HahnSeries FormalMultilinearSeries
    TrivSqZeroExt DualNumber DirichletCharacter MulChar AddChar NumberField Pell ENat AbsoluteValue Valuation
    ContinuousMap BoundedContinuousFunction Path RatFunc RCLike IsROrC Trivialization Homeomorph OrderIso OrderHom RelIso
    UpperHalfPlane ModularGroup ModularForm EisensteinSeries Harmonic Catalan Composition Partition YoungDiagram Fin2 Vector
    WittVector CongruenceSubgroup LSeries
    BigOperators Pointwise Unit PUnit Empty PEmpty Thunk Task Except StateT ReaderT Id Functor Applicative Monad Float
    UInt8 UInt16 UInt32 UInt64 USize BitVec ByteArray HashMap HashSet RBMap Subarray Substring Name Syntax Expr Term
    Tree Tropical Cubic Besicovitch Liouville Transcendental Irrational Squarefree Coprime IsCoprime GCDMonoid Nimber
    PGame SetTheory ZFSet Class Game Surreal Dual Opposite MulOpposite AddOpposite Additive Multiplicative WithTop WithBot
    WithZero WithOne Localization FractionRing Perm Cycle DihedralGroup Sylow IsLeast IsGreatest IsLUB IsGLB BddAbove
    BddBelow Directed Ultrafilter Measure Set.Icc Bicategory Limits Functor Topos Mathlib.Tactic Nat.Prime
  `),
);

/** Whether a namespace can only hold what its file puts there. */
export const isOwn = (space: string): boolean => !taken.has(space.split(".")[0]!);
