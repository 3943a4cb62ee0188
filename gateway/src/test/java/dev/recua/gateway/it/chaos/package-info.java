/// What goes wrong with engines, one fault after another, while clients ask without a pause: the
/// plan of the faults, those who inflict them, those who judge, and the page that tells how it
/// went.
///
/// The plan is a pure function of a seed. Nothing here touches a class of the product, nor starts
/// it: it is given an address, a process and a home. May use JUnit, AssertJ, Awaitility, Jackson
/// and the testkit. Open [dev.recua.gateway.it.chaos.ChaosRun] first, then
/// [dev.recua.gateway.it.chaos.Fault] (what happens) and [dev.recua.gateway.it.chaos.StateTable]
/// (what may follow).
@NullMarked
package dev.recua.gateway.it.chaos;

import org.jspecify.annotations.NullMarked;
